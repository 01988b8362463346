import { lockConversation } from '../store/conversations.js';
import { closeLocked } from './closing.js';
import type { Deps } from './deps.js';
import { workspaceRulesOf } from './workspace-rules.js';

const AT_ONCE = 100;
const HOUR_MS = 3_600_000;

/**
 * Closes the open conversations in which nothing has happened for as long as the workspace allows, and returns how
 * many. Safe to run in several processes: each is closed once.
 */
export async function closeSilent(deps: Deps, workspaceId: string): Promise<number> {
  const { autoCloseHours } = workspaceRulesOf(deps).closing;
  if (autoCloseHours === null) return 0;
  let closed = 0;
  for (;;) {
    const at = new Date(deps.clock());
    const silentSince = new Date(at.getTime() - autoCloseHours * HOUR_MS);
    const silent = await deps.db
      .selectFrom('contact')
      .where('workspace_id', '=', workspaceId)
      .where('conversation_status', '=', 'open')
      .where('last_activity_at', '<=', silentSince)
      .select('id')
      .orderBy('last_activity_at')
      .limit(AT_ONCE)
      .execute();
    for (const { id: contactId } of silent) {
      await deps.db.transaction().execute(async (tx) => {
        const before = await lockConversation(tx, workspaceId, { contactId });
        if (before?.status !== 'open' || before.last_activity_at > silentSince) return;
        await closeLocked(tx, deps, before, {
          by: 'system',
          at,
          category: null,
          summary: null,
          because: 'silence',
        });
        closed += 1;
      });
    }
    if (silent.length < AT_ONCE) return closed;
  }
}
