import type { INodeProperties } from 'n8n-workflow';
import type { Run } from '../run.js';

/** One operation: the fields the editor shows for it, and what it does with the items. */
export interface Operation {
  readonly description: INodeProperties[];
  execute(run: Run): Promise<void>;
}

/** One entry of the Operation field, with what stands behind it. */
export interface OperationEntry {
  readonly name: string;
  readonly value: string;
  /** As the node panel lists it. */
  readonly action: string;
  readonly description: string;
  /** Names of the outputs, best first; one output needs no name. */
  readonly outputs: readonly [string] | readonly [string, string];
  readonly operation: Operation;
}

export interface Resource {
  readonly name: string;
  readonly value: string;
  /** The first is what the editor chooses; it must change nothing. */
  readonly operations: readonly [OperationEntry, ...OperationEntry[]];
}
