/** Prints a figure: `{ name, value, unit, against?, ratio? }`, `ratio` being ours divided by theirs. */
export function figure(name, value, unit, against, theirs) {
  const line = { name, value: round(value), unit };
  if (against !== undefined) Object.assign(line, { against, ratio: round(value / theirs) });
  console.log(JSON.stringify(line));
}

/** The value below which `share` of them lie (nearest rank). */
export function percentile(values, share) {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.max(0, Math.ceil(sorted.length * share) - 1))];
}

function round(value) {
  return Number.isInteger(value) ? value : Number(value.toPrecision(4));
}
