export interface ReadEvent {
  readonly id: string;
  readonly type: string;
  readonly [member: string]: unknown;
}

/** Reads server-sent events over fetch, as the widget does, and lets a test wait for them. */
export async function readEvents(url: string, headers: Record<string, string>) {
  const abort = new AbortController();
  const response = await fetch(url, { headers, signal: abort.signal });
  if (!response.ok || !response.body) throw new Error(`expected a stream, got ${response.status}`);

  const events: ReadEvent[] = [];
  let place: string | null = null;
  let ended = false;
  let wake = () => {};
  const until = async (ready: () => boolean) => {
    while (!ready()) {
      await new Promise<void>((resolve) => {
        wake = resolve;
      });
    }
  };

  void (async () => {
    let rest = '';
    const decoder = new TextDecoder();
    try {
      for await (const chunk of response.body as unknown as AsyncIterable<Uint8Array>) {
        const blocks = (rest + decoder.decode(chunk, { stream: true })).split('\n\n');
        rest = blocks.pop() ?? '';
        for (const block of blocks) {
          const fields = block.split('\n').map((line) => /^(\w*):? ?(.*)$/.exec(line) ?? []);
          const value = (name: string) => fields.find(([, field]) => field === name)?.[2];
          place = value('id') ?? place;
          const data = value('data');
          if (data !== undefined)
            events.push({ id: place ?? '', type: value('event') ?? 'message', ...JSON.parse(data) });
        }
        wake();
      }
    } catch (error) {
      if (!abort.signal.aborted) throw error;
    } finally {
      ended = true;
      wake();
    }
  })();

  return {
    headers: response.headers,
    /** The next event that was not taken yet. */
    async next(): Promise<ReadEvent> {
      await until(() => events.length > 0 || ended);
      const event = events.shift();
      if (!event) throw new Error('the stream ended without another event');
      return event;
    },
    /** How many came that nobody took. */
    waiting: () => events.length,
    /** The place after which a new connection would go on. */
    async placed(): Promise<string> {
      await until(() => place !== null);
      return place!;
    },
    ended: () => until(() => ended),
    close: () => abort.abort(),
  };
}
