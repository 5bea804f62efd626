from django.db import migrations, models
from django.db.models.functions import Substr


def suffix(start: int) -> models.GeneratedField:
    return models.GeneratedField(
        expression=Substr("name", start),
        output_field=models.CharField(db_collation="C", max_length=64),
        db_persist=True,
    )


class Migration(migrations.Migration):
    dependencies = [("registry", "0002_promises")]
    operations = [
        migrations.AlterField("person", "name", models.CharField(db_collation="C", max_length=64, verbose_name="姓名")),
        migrations.AlterField("person", "initials", models.CharField(blank=True, db_collation="C", max_length=32)),
        migrations.AddField("person", "from_second", suffix(2)),
        migrations.AddField("person", "from_third", suffix(3)),
        migrations.AddIndex("person", models.Index(fields=["name"], name="person_name")),
        migrations.AddIndex("person", models.Index(fields=["from_second"], name="person_second")),
        migrations.AddIndex("person", models.Index(fields=["from_third"], name="person_third")),
        migrations.AddIndex("person", models.Index(fields=["initials"], name="person_initials")),
    ]
