import type { JSX } from 'preact';
import type { Answer } from '../lib/ui/job-actions';

interface Props {
  answers: Answer[];
  /** Id of the question. */
  labelledBy: string;
  onAnswer: (answer: Answer) => void;
}

export const AnswerButtons = ({ answers, labelledBy, onAnswer }: Props): JSX.Element | null =>
  answers.length === 0 ? null : (
    <div class="answers" role="group" aria-labelledby={labelledBy}>
      {answers.map((answer) => (
        <button key={answer.consent} type="button" class={answer.consent === 'allow' ? 'button primary' : 'button'} aria-label={answer.name} onClick={() => onAnswer(answer)}>
          {answer.label}
        </button>
      ))}
    </div>
  );
