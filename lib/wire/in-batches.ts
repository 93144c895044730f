/**
 * For a step that costs as much for twenty as for one: while one batch is under way, what is asked for waits and goes together with the next. Where a batch fails,
 * each of its items is tried alone, so that none suffers for another: `work` must do all of a batch or nothing.
 * @param work answers in the order of the items
 */
export const inBatches = <Item, Result>(work: (items: Item[]) => Promise<Result[]>): ((item: Item) => Promise<Result>) => {
  interface Asked {
    item: Item;
    answer: PromiseWithResolvers<Result>;
  }
  const waiting: Asked[] = [];
  let busy = false;

  const alone = ({ item, answer }: Asked): Promise<void> => work([item]).then(([result]) => answer.resolve(result!), answer.reject);

  const perform = async (batch: Asked[]): Promise<void> => {
    if (batch.length === 1) return alone(batch[0]!);
    try {
      const results = await work(batch.map(({ item }) => item));
      for (const [place, { answer }] of batch.entries()) answer.resolve(results[place]!);
    } catch {
      for (const asked of batch) await alone(asked);
    }
  };

  const go = async (): Promise<void> => {
    busy = true;
    // What is asked for in the same turn goes together.
    await Promise.resolve();
    while (waiting.length > 0) await perform(waiting.splice(0));
    busy = false;
  };

  return (item) => {
    const answer = Promise.withResolvers<Result>();
    waiting.push({ item, answer });
    if (!busy) void go();
    return answer.promise;
  };
};
