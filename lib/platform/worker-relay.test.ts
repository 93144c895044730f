import { expect, test } from 'vitest';
import type { Frame } from '../protocol/wire';
import { createWorkerRelay } from './worker-relay';

function setup() {
  const worker: Frame[] = [];
  const background: Frame[] = [];
  const state = { connected: true };
  const relay = createWorkerRelay(
    (frame) => void worker.push(frame),
    (frame) => {
      if (state.connected) background.push(frame);
      return state.connected;
    },
  );
  return { worker, background, relay, state };
}

test('calls, replies and pushes pass both ways', () => {
  const { worker, background, relay } = setup();
  relay.fromBackground({ call: 1, name: 'run', payload: 'a' });
  relay.fromWorker({ reply: 1, value: null });
  relay.fromWorker({ call: 1, name: 'beginHop', payload: 'b' });
  relay.fromBackground({ reply: 1, value: 'c' });
  relay.fromWorker({ push: 'progress', payload: 'd' });
  expect(worker).toEqual([
    { call: 1, name: 'run', payload: 'a' },
    { reply: 1, value: 'c' },
  ]);
  expect(background).toEqual([
    { reply: 1, value: null },
    { call: 1, name: 'beginHop', payload: 'b' },
    { push: 'progress', payload: 'd' },
  ]);
});

test('an answer to a background that died does not reach the next one, which counts from 1 again', () => {
  const { worker, background, relay } = setup();
  relay.fromBackground({ call: 1, name: 'run', payload: null });
  relay.backgroundLost();
  relay.fromBackground({ call: 1, name: 'underWay', payload: null });
  const [toOld, toNew] = worker as { call: number }[];
  relay.fromWorker({ reply: toOld!.call, value: 'for the dead' });
  expect(background).toEqual([]);
  relay.fromWorker({ reply: toNew!.call, value: 'for the living' });
  expect(background).toEqual([{ reply: 1, value: 'for the living' }]);
});

test('what the Worker asked of a background that died fails, and a late answer is not given twice', () => {
  const { worker, relay } = setup();
  relay.fromWorker({ call: 7, name: 'beginHop', payload: null });
  relay.backgroundLost();
  relay.fromBackground({ reply: 7, value: null });
  expect(worker).toEqual([{ reply: 7, error: { code: 'disconnected', detail: '' } }]);
});

test('with no background, the Worker’s calls fail at once and its pushes are lost', () => {
  const { worker, background, relay, state } = setup();
  state.connected = false;
  relay.fromWorker({ push: 'finished', payload: null });
  relay.fromWorker({ call: 1, name: 'beginHop', payload: null });
  expect(background).toEqual([]);
  expect(worker).toEqual([{ reply: 1, error: { code: 'disconnected', detail: '' } }]);
});
