import type { GatewayClient } from '@outbound-composer/core/client';
import type { IDataObject, IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import { nodeError } from './failures.js';
import { isTool } from './tool.js';

/** The first output: eligible, sent, found. */
const ACCEPTED = 0;
/** The second output, where an operation has one: not eligible, not sent. */
const REFUSED = 1;

interface Outcome {
  readonly output: number;
  readonly items: readonly INodeExecutionData[];
}

/**
 * One execution of the node: what became of each input item, whichever ended first. Items leave in the order
 * in which they came, each linked to its input item.
 */
export class Run {
  readonly #outcomes = new Map<number, Outcome[]>();

  constructor(
    readonly context: IExecuteFunctions,
    readonly client: GatewayClient,
    /** How many outputs the operation has. */
    readonly outputs: 1 | 2,
  ) {}

  accept(index: number, ...results: object[]): void {
    this.#end(index, ACCEPTED, results);
  }

  /** Not eligible is an answer, never an error. */
  refuse(index: number, result: object): void {
    this.#end(index, REFUSED, [result]);
  }

  /**
   * Ends the run, unless the node is set to continue. Then the item goes to the error output, or, without one,
   * to the last output with its error: never to the output of what was sent.
   */
  fail(index: number, cause: unknown): void {
    const error = nodeError(cause, this.context.getNode(), index);
    if (!this.context.continueOnFail()) throw error;
    // n8n knows an item as failed by these two fields alone, and then lays the input item's own beside them.
    const json = {
      error: error.message,
      message: [error.message, error.description].filter(Boolean).join(': '),
    };
    this.#add(index, { output: this.outputs - 1, items: [{ json, pairedItem: { item: index } }] });
  }

  /** Handles one item; what it throws fails this item alone. */
  async attempt(index: number, work: () => Promise<void>): Promise<void> {
    try {
      await work();
    } catch (error) {
      this.fail(index, error);
    }
  }

  /** What a field of each item says; an item whose fields are wrong fails before any request. */
  readAll<T>(read: (index: number) => T): Map<number, T> {
    const values = new Map<number, T>();
    for (const index of this.context.getInputData().keys()) {
      try {
        values.set(index, read(index));
      } catch (error) {
        this.fail(index, error);
      }
    }
    return values;
  }

  results(): INodeExecutionData[][] {
    const outputs: INodeExecutionData[][] = Array.from({ length: this.outputs }, () => []);
    const inOrder = [...this.#outcomes].sort(([one], [other]) => one - other);
    for (const [, outcomes] of inOrder)
      for (const { output, items } of outcomes) outputs[output]?.push(...items);
    // An AI agent reads the first output alone, and must hear a refusal too.
    return isTool(this.context) ? [outputs.flat()] : outputs;
  }

  #end(index: number, output: number, results: readonly object[]): void {
    const items = results.map((result) => ({
      json: result as IDataObject,
      pairedItem: { item: index },
    }));
    this.#add(index, { output, items });
  }

  /** An item may have several: one that names many contacts has one for each. */
  #add(index: number, outcome: Outcome): void {
    this.#outcomes.set(index, [...(this.#outcomes.get(index) ?? []), outcome]);
  }
}
