/** A template variable as a person reads it: `first name`, `{{1}}`, `header {{1}}`. */
export function variableLabel(name: string): string {
  const number = name.split('.').at(-1) ?? name;
  if (!/^\d+$/.test(number)) return name.replace(/_/g, ' ');
  const [part] = name.split('.');
  return part === number ? `{{${number}}}` : `${part} {{${number}}}`;
}
