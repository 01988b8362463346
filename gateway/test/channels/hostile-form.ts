import fc from 'fast-check';

/** Form bodies that share the names of a real one, with anything as their values. */
export function hostileForm(example: Readonly<Record<string, string>>): fc.Arbitrary<string> {
  const value = (usual: string) =>
    fc.oneof(fc.constant(usual), fc.string({ unit: 'binary' }), fc.double().map(String));
  const fields = Object.entries(example).map(([name, usual]) => [name, value(usual)] as const);
  return fc.oneof(
    {
      weight: 9,
      arbitrary: fc
        .record(Object.fromEntries(fields), { requiredKeys: [] })
        .map((form) => new URLSearchParams(form as Record<string, string>).toString()),
    },
    { weight: 1, arbitrary: fc.string({ unit: 'binary' }) },
  );
}
