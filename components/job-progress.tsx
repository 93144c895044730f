import type { JSX } from 'preact';
import type { Progress } from '../lib/ui/describe-job';

interface Props {
  progress: Progress | null;
  /** Id of the element that names what moves. */
  labelledBy: string;
}

export const JobProgress = ({ progress, labelledBy }: Props): JSX.Element | null => {
  if (progress === null) return null;
  // A progress element without a value is the platform's own "how far is not known".
  if (progress === 'unknown') return <progress key="unknown" aria-labelledby={labelledBy} />;
  return <progress key="known" aria-labelledby={labelledBy} value={progress.value} max={progress.max} />;
};
