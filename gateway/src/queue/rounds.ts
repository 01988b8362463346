/** Runs a round again and again, never two at a time. */
export function everyRound(ms: number, round: () => Promise<unknown>, onError: (error: unknown) => void) {
  let running: Promise<void> | null = null;
  const timer = setInterval(() => {
    running ??= round()
      .catch(onError)
      .then(() => {
        running = null;
      });
  }, ms);
  return {
    async stop() {
      clearInterval(timer);
      await running;
    },
  };
}
