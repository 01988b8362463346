import { expect, test } from 'vitest';
import { gate } from './gate.js';

test('lets no more in than it has places, and the next when one leaves', async () => {
  const { enter } = gate(2);
  const leaveFirst = await enter();
  await enter();
  let third = false;
  const waiting = enter().then(() => {
    third = true;
  });
  await Promise.resolve();
  expect(third).toBe(false);
  leaveFirst();
  leaveFirst();
  await waiting;
  expect(third).toBe(true);
});

test('is empty when the last has left', async () => {
  const { enter, empty } = gate(1);
  await empty();
  const leave = await enter();
  const emptied = empty().then(() => 'empty');
  expect(await Promise.race([emptied, Promise.resolve('still inside')])).toBe('still inside');
  leave();
  expect(await emptied).toBe('empty');
});
