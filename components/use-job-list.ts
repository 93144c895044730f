import { useEffect, useState } from 'preact/hooks';
import type { JobList, JobListState } from '../lib/ui/job-list';

/** The list's state, drawn again when it changes. */
export const useJobList = (list: JobList): JobListState => {
  const [state, setState] = useState(list.state());
  useEffect(() => {
    const read = (): void => setState(list.state());
    // The list may have come between the first drawing and this effect.
    read();
    return list.subscribe(read);
  }, [list]);
  return state;
};
