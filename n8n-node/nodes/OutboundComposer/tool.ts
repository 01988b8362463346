import type { IExecuteFunctions } from 'n8n-workflow';

/**
 * Whether an AI agent uses the node as its tool: older agents call it in a context of its own, newer ones run
 * it as a node whose output is rewired.
 */
export function isTool(context: IExecuteFunctions): boolean {
  return context.isToolExecution?.() === true || context.getNode().rewireOutputLogTo === 'ai_tool';
}
