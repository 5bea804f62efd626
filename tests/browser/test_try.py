from tests.browser.walking import walk
from skillcity.platform.accounts.roles import Role
import time
def test_walk(city):
    print(city.ids)
    shapes=set()
    for role in [None, *[r.value for r in Role]]:
        t=time.time(); n=0
        also=[f"/people/{city.ids.worker}"] if role and "officer" in role or role=="auditor" else []
        for v in walk(city, role, "zh-hans", also):
            n+=1
            if v.status>=400 or not v.route: print(v.status, v, v.route, "from", v.came_from)
            if v.document: shapes.add((v.route, frozenset(v.document.shape)))
            if v.size>60000: print(v.size, v)
        print(role, n, len(shapes), round(time.time()-t,2))
    print(city.log.read_text()[-3000:])
