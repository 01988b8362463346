import { CHANNELS } from '@outbound-composer/core';
import { z } from 'zod';
import { DEFAULT_RULES, type WorkspaceRules } from '../app/workspace-rules.js';

const text = z.string().trim().min(1).max(200);
const value = z.union([z.string(), z.number(), z.boolean()]);

const CONDITION = [
  z.strictObject({ tag: text }),
  z.strictObject({ field: text, is: value }),
  z.strictObject({ field: text, in: z.array(value).min(1) }),
  z.strictObject({ lifecycle: text }),
  z.strictObject({ country: z.string().regex(/^[A-Z]{2}$/) }),
  z.strictObject({ language: text }),
  z.strictObject({ channel: z.enum(CHANNELS) }),
] as const;
const KINDS =
  '{ tag }, { field, is }, { field, in: […] }, { lifecycle }, { country: two capital letters }, { language } or { channel }';

const Condition = z.union(CONDITION, { error: `expected one of ${KINDS}` });
const VipCondition = z.union([...CONDITION, z.strictObject({ segment: text })], {
  error: `expected { segment } or one of ${KINDS}`,
});

/** `{ "all": [ … ] }` or `{ "any": [ … ] }`. */
const listOf = <T extends z.ZodType>(condition: T) => {
  const list = z.array(condition).min(1, { error: 'expected at least one condition' }).optional();
  return { all: list, any: list };
};
const isEither = ({ all, any }: { all?: unknown; any?: unknown }) =>
  (all === undefined) !== (any === undefined);
const EITHER = { error: 'expected either "all" or "any", with a list of conditions' };

const Segment = z
  .strictObject({
    key: z
      .string()
      .regex(/^[a-z0-9][a-z0-9-]{0,62}$/, { error: 'expected lower-case letters, digits and hyphens' }),
    name: text,
    ...listOf(Condition),
  })
  .refine(isEither, EITHER);

/** Members of `workspace` that say what contacts and conversations mean to it. */
export const rulesConfig = {
  /** Named groups of contacts. */
  segments: z
    .array(Segment)
    .default([])
    .superRefine((segments, context) => {
      const seen = new Set<string>();
      for (const [index, { key }] of segments.entries()) {
        if (seen.has(key))
          context.addIssue({ code: 'custom', path: [index, 'key'], message: `"${key}" is used twice` });
        seen.add(key);
      }
    }),
  /** Who counts as VIP. */
  vip: z.strictObject(listOf(VipCondition)).refine(isEither, EITHER).optional(),
  closing: z
    .strictObject({
      /** What a closing note may be filed under; without any, any text. */
      categories: z.array(text.max(100)).default([]),
      categoryRequired: z.boolean().default(false),
      /** An open conversation without activity for so long is closed. */
      autoCloseHours: z.number().positive().optional(),
    })
    .refine(({ categories, categoryRequired }) => !categoryRequired || categories.length > 0, {
      path: ['categories'],
      error: 'expected at least one, because categoryRequired is true',
    })
    .prefault({}),
};

const Rules = z.strictObject(rulesConfig);

/** A segment that a VIP rule names must be there. */
export function checkSegments(
  { vip, segments }: Pick<z.output<typeof Rules>, 'vip' | 'segments'>,
  context: { addIssue(issue: { code: 'custom'; path: PropertyKey[]; message: string }): void },
): void {
  const keys = segments.map(({ key }) => key);
  for (const kind of ['all', 'any'] as const)
    for (const [index, condition] of (vip?.[kind] ?? []).entries())
      if ('segment' in condition && !keys.includes(condition.segment))
        context.addIssue({
          code: 'custom',
          path: ['workspace', 'vip', kind, index, 'segment'],
          message: `expected the key of a segment (${keys.join(', ') || 'there is none'})`,
        });
}

/** The checked configuration as use cases take it. */
export function workspaceRules({ segments, vip, closing }: z.output<typeof Rules>): WorkspaceRules {
  return {
    segments: segments.map(({ key, name, all, any }) => ({ key, name, ...either(all, any) })),
    vip: vip ? either(vip.all, vip.any) : DEFAULT_RULES.vip,
    closing: {
      categories: closing.categories,
      categoryRequired: closing.categoryRequired,
      autoCloseHours: closing.autoCloseHours ?? null,
    },
  };
}

const either = <T>(all: readonly T[] | undefined, any: readonly T[] | undefined) =>
  all ? { all } : { any: any ?? [] };
