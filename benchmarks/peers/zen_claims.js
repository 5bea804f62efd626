// What zen's expressions cannot say, for its function node: months of merged periods, and claims with what was paid.
// SPEC stands for the policy's own numbers; a truth that is not known is null, as is a field that is not there.
const SPEC = {};

const all = (truths) => (truths.includes(false) ? false : truths.includes(null) ? null : true);
const any = (truths) => (truths.includes(true) ? true : truths.includes(null) ? null : false);
const equal = (one, other) => (one == null || other == null ? null : one === other);

function calendar(days) {
  const day = new Date(days * 86400000);
  return [day.getUTCFullYear() * 12 + day.getUTCMonth(), day.getUTCDate()];
}

function months(facts, first) {
  const periods = facts.map((fact) => [Math.max(fact.valid_from, first), Math.min(fact.valid_to, SPEC.day)]);
  let sum = 0;
  let run = null;
  const close = () => {
    if (run === null) return;
    const [month, day] = calendar(run[0]);
    const [monthAfter, dayAfter] = calendar(run[1] + 1);
    sum += monthAfter - month - (dayAfter < day ? 1 : 0);
  };
  for (const [start, end] of periods.sort((one, other) => one[0] - other[0])) {
    if (start > end) continue;
    if (run !== null && start <= run[1] + 1) run[1] = Math.max(run[1], end);
    else {
      close();
      run = [start, end];
    }
  }
  close();
  return sum;
}

function worth(amount, fact) {
  const [name, one, two] = amount;
  if (name === "fixed") return one;
  if (name === "by_level") {
    if (fact.level == null) return null;
    const row = one.find(([rank]) => rank === fact.level);
    return row ? row[1] : 0;
  }
  if (name === "times") return fact[one] == null ? null : fact[one] * two;
  const parts = one.map((part) => worth(part, fact));
  if (parts.includes(null)) return null;
  if (name === "sum") return parts.reduce((sum, part) => sum + part, 0);
  return name === "min" ? Math.min(...parts) : Math.max(...parts);
}

function amountOf(benefit, fact, region) {
  const city = worth(benefit.amount, fact);
  const local = benefit.local.map(([code, amount]) => [code, worth(amount, fact)]);
  if (region == null) return local.every(([, amount]) => amount === city) ? city : null;
  const own = local.find(([code]) => code === region);
  return own ? own[1] : city;
}

const countsFor = (benefit, payment) =>
  benefit.counts.length === 0 ? true : payment.benefit == null ? null : benefit.counts.includes(payment.benefit);

function closedBy(benefit, fact, payment) {
  const same = benefit.once_per.length > 0 && all(benefit.once_per.map((key) => equal(fact[key], payment[key])));
  const above = fact.level == null || payment.level == null ? null : payment.level > fact.level;
  const higher = benefit.ladder !== "" && all([equal(fact[benefit.ladder], payment[benefit.ladder]), above]);
  const counts = countsFor(benefit, payment);
  return any([all([counts, same]), all([counts, higher])]);
}

function left(cap, claims, payments) {
  let times = cap.times === null ? Infinity : cap.times - payments.length;
  let money = Infinity;
  if (cap.amount !== null) {
    const unknown = payments.some((payment) => payment.amount == null);
    money = unknown ? 0 : cap.amount - payments.reduce((sum, payment) => sum + payment.amount, 0);
  }
  return claims.map((claim) => {
    const amount = Math.max(0, Math.min(claim.amount, money));
    if (amount === 0 || times <= 0) return 0;
    times -= 1;
    money -= amount;
    return amount;
  });
}

function due(benefit, input) {
  const surely = new Set(input[`sure${benefit.number}`] ? input[`rows_sure${benefit.number}`].map((fact) => fact.row) : []);
  const claims = [];
  let open = false;
  for (const fact of input[`may${benefit.number}`] ? input[`rows_may${benefit.number}`] : []) {
    const amount = amountOf(benefit, fact, input.registered_in);
    const closed = any(input.payment.map((payment) => closedBy(benefit, fact, payment)));
    if (amount === 0 || closed === true) continue;
    if (surely.has(fact.row) && amount !== null && closed === false) claims.push({ fact, amount });
    else open = true;
  }
  const taken = new Set();
  const first = claims
    .sort((one, other) => one.fact.valid_from - other.fact.valid_from || one.fact.row - other.fact.row)
    .filter(({ fact }) => {
      const values = benefit.once_per.map((key) => fact[key]);
      const key = values.join();
      if (values.length === 0 || values.some((value) => value == null)) return true;
      return !taken.has(key) && taken.add(key);
    })
    .sort((one, other) => other.amount - one.amount || one.fact.row - other.fact.row);
  const made = input.payment.filter(({ valid_from }) => valid_from >= benefit.cap.from && valid_from <= benefit.cap.to);
  const sure = left(benefit.cap, first, made.filter((payment) => countsFor(benefit, payment) === true));
  const may = left(benefit.cap, first, made.filter((payment) => countsFor(benefit, payment) !== false));
  open = open || may.some((amount, place) => amount === 0 && sure[place] > 0);
  return { amount: may.reduce((sum, amount) => sum + amount, 0), open };
}

export const handler = (input) => {
  const found = {};
  for (const [name, value] of Object.entries(input)) if (!Array.isArray(value)) found[name] = value;
  for (const { name, number, after } of SPEC.months) {
    const starts = after ? input[`after_${name}`].map((fact) => fact.valid_from) : [-Infinity];
    found[name] = starts.length > 0 && months(input[`rows_${name}`], Math.min(...starts)) >= number;
  }
  for (const benefit of SPEC.benefits) {
    const result = due(benefit, input);
    found[`amount${benefit.number}`] = result.amount;
    found[`open${benefit.number}`] = result.open;
  }
  return found;
};
