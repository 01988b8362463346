import type { Channel } from '@outbound-composer/core';
import type { Deps } from './deps.js';

/** Something that is true of a contact or not. */
export type Condition =
  | { readonly tag: string }
  | { readonly field: string; readonly is: string | number | boolean }
  | { readonly field: string; readonly in: readonly (string | number | boolean)[] }
  | { readonly lifecycle: string }
  | { readonly country: string }
  | { readonly language: string }
  | { readonly channel: Channel };

/** All or any of some conditions. */
export type Conditions<T = Condition> = { readonly all: readonly T[] } | { readonly any: readonly T[] };

export type Segment = Conditions & { readonly key: string; readonly name: string };

/** What the operator has decided about contacts and conversations. */
export interface WorkspaceRules {
  readonly segments: readonly Segment[];
  readonly vip: Conditions<Condition | { readonly segment: string }>;
  readonly closing: {
    /** Of closing notes; empty: any text. */
    readonly categories: readonly string[];
    readonly categoryRequired: boolean;
    /** Open conversations without activity for so long are closed; null: never. */
    readonly autoCloseHours: number | null;
  };
}

export const DEFAULT_RULES: WorkspaceRules = {
  segments: [],
  vip: { any: [{ tag: 'vip' }] },
  closing: { categories: [], categoryRequired: false, autoCloseHours: null },
};

export const workspaceRulesOf = ({ rules = DEFAULT_RULES }: Deps): WorkspaceRules => rules;
