import { setTimeout as wait } from 'node:timers/promises';

/**
 * Calls a webhook as providers do: again and again, with growing pauses, until it answers 2xx. A refusal
 * (4xx) is not repeated here, so that a wrong secret shows at once.
 */
export async function callWebhook(
  url: string,
  body: string | Uint8Array<ArrayBuffer>,
  headers: Readonly<Record<string, string>>,
  signal: AbortSignal,
): Promise<void> {
  for (let pause = 250; ; pause = Math.min(pause * 2, 10_000)) {
    let answer: Response | null = null;
    try {
      answer = await fetch(url, {
        method: 'POST',
        body,
        headers: { 'content-type': 'application/json', ...headers },
        signal,
      });
    } catch (error) {
      // The gateway may be restarting: that is what the pauses are for.
      if (signal.aborted) throw error;
    }
    if (answer?.ok === true) return;
    if (answer !== null && answer.status < 500)
      throw new Error(
        `The webhook ${new URL(url).pathname} answered ${answer.status}: ${await answer.text()}`,
      );
    await wait(pause, undefined, { signal });
  }
}
