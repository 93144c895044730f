import type { JobKey } from '../protocol/background-fetch';

export interface Looks {
  /** Has the job looked at, once more if that is just being done. Resolves when it is quiet, or at once where another look is under way. */
  look(job: JobKey): Promise<void>;
  readonly busy: boolean;
}

/**
 * Looks of one job follow one another, so that the last one sees the row's last state; those of different jobs do not wait.
 *
 * @param lookOnce must not reject
 * @param onEdge told before the first and after the last look of a job
 */
export const createLooks = (lookOnce: (job: JobKey) => Promise<void>, onEdge: () => void): Looks => {
  const underWay = new Map<JobKey, { again: boolean }>();
  return {
    async look(job) {
      const present = underWay.get(job);
      if (present) {
        present.again = true;
        return;
      }
      const state = { again: true };
      underWay.set(job, state);
      onEdge();
      while (state.again) {
        state.again = false;
        await lookOnce(job);
      }
      underWay.delete(job);
      onEdge();
    },
    get busy() {
      return underWay.size > 0;
    },
  };
};
