import { expect, test } from 'vitest';
import type { WorkerMessage } from '../protocol/host';
import { createLaneHall, openWorkerLane } from './worker-lane';

const turn = () => new Promise((resolve) => setTimeout(resolve, 20));

const arrive = (scope: EventTarget, data: unknown, ports: MessagePort[]): void => void scope.dispatchEvent(Object.assign(new Event('message'), { data, ports }));

const call = (worker: number, call: number): WorkerMessage => ({ worker, frame: { call, name: 'beginHop', payload: null } });

// Control: the last of them, by the right name.
test('attack: a port that comes by a name that was not asked for, or without one, is no lane', async () => {
  const scope = new EventTarget();
  const receive = createLaneHall(scope);
  const { port1, port2 } = new MessageChannel();
  let lane: unknown = null;
  void receive('asked').then((arrived) => (lane = arrived));
  for (const name of ['guessed', 'constructor', { toString: () => 'asked' }, undefined]) arrive(scope, name, [port1]);
  arrive(scope, 'asked', []);
  await turn();
  expect(lane).toBeNull();
  arrive(scope, 'asked', [port2]);
  await turn();
  expect(lane).toBe(port2);
  arrive(scope, 'asked', [port1]);
  await turn();
  expect(lane).toBe(port2);
  port1.close();
});

test('each Worker is heard by its own endpoint, with what it said before there was one', async () => {
  const { port1, port2 } = new MessageChannel();
  const lane = openWorkerLane(port1);
  port2.postMessage(call(1, 1));
  port2.postMessage(call(2, 1));
  await turn();
  const heard: unknown[] = [];
  lane.endpoint(2, () => {}).open((frame) => heard.push(frame), () => {});
  port2.postMessage(call(1, 2));
  port2.postMessage(call(2, 2));
  await turn();
  expect(heard).toEqual([call(2, 1).frame, call(2, 2).frame]);
  lane.close();
});

test('what closes the lane is told to every endpoint', async () => {
  const { port1 } = new MessageChannel();
  const lane = openWorkerLane(port1);
  let closed = 0;
  for (const worker of [1, 2]) lane.endpoint(worker, () => {}).open(() => {}, () => closed++);
  lane.close();
  expect(closed).toBe(2);
});
