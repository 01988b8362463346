import { lockConversation } from '../store/conversations.js';
import { changeConversation } from './change-conversation.js';
import type { Deps } from './deps.js';
import { opened } from './reopen.js';

const AT_ONCE = 100;

/** Opens the conversations whose snooze has ended, and returns how many. Safe to run in several processes. */
export async function wakeSnoozed({ db, clock }: Deps): Promise<number> {
  let woken = 0;
  for (;;) {
    const at = new Date(clock());
    const due = await db
      .selectFrom('conversation')
      .where('status', '=', 'snoozed')
      .where('snoozed_until', '<=', at)
      .select(['workspace_id', 'id'])
      .orderBy('snoozed_until')
      .limit(AT_ONCE)
      .execute();
    for (const { workspace_id, id } of due) {
      await db.transaction().execute(async (tx) => {
        const before = await lockConversation(tx, workspace_id, { id });
        const isDue =
          before?.status === 'snoozed' && before.snoozed_until !== null && before.snoozed_until <= at;
        if (!isDue) return;
        await changeConversation(tx, before, {
          by: 'system',
          at,
          set: opened(at),
          actions: [{ action: 'conversation_woken' }],
        });
        woken += 1;
      });
    }
    if (due.length < AT_ONCE) return woken;
  }
}
