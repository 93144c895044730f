import { Component, type JSX } from 'preact';
import type { Action, Answer, Row } from '../lib/ui/describe-job';
import { AccessButton } from './access-button';
import { ActionButton } from './action-button';
import { AnswerButtons } from './answer-buttons';
import { Facts } from './facts';
import { JobProgress } from './job-progress';

interface Props {
  row: Row;
  onAct: (row: Row, action: Action) => Promise<void>;
  onAnswer: (answer: Answer) => void;
  onOpen: (row: Row) => void;
}

/** One job. Drawn again only when its row is another object. */
export class JobRow extends Component<Props> {
  override shouldComponentUpdate(next: Props): boolean {
    return next.row !== this.props.row;
  }

  override render({ row, onAct, onAnswer, onOpen }: Props): JSX.Element {
    const titleId = `title-${row.job}`;
    const noteId = `note-${row.job}`;
    return (
      <li class="job" data-job={row.job} data-section={row.section} data-tone={row.note?.tone}>
        {row.picture === null ? (
          <span class="monogram" aria-hidden="true" style={{ '--hue': hueOf(row.origin) }}>
            {monogramOf(row.origin)}
          </span>
        ) : (
          <img class="picture" src={row.picture} alt="" />
        )}
        <div class="about">
          <h3 id={titleId}>
            <button type="button" class="title" dir="auto" title={row.title} onClick={() => onOpen(row)}>
              {row.title}
            </button>
          </h3>
          <bdi class="origin">{row.origin}</bdi>
        </div>
        <div class="actions">
          {row.actions.map((action) => (
            <ActionButton key={action.place} action={action} onAct={(wanted) => onAct(row, wanted)} />
          ))}
        </div>
        <div class="state">
          <JobProgress progress={row.progress} labelledBy={titleId} />
          {row.note && (
            <p id={noteId} class="note">
              {row.note.text}
            </p>
          )}
          <AccessButton access={row.access} />
          <AnswerButtons answers={row.answers} labelledBy={noteId} onAnswer={onAnswer} />
          <Facts facts={row.facts} />
        </div>
      </li>
    );
  }
}

const hostOf = (origin: string): string => origin.replace(/^\w+:\/\//, '');

const monogramOf = (origin: string): string => hostOf(origin).replace(/^www\./, '').charAt(0).toUpperCase();

/** Degrees; the same for a site each time. */
const hueOf = (origin: string): number => [...origin].reduce((sum, letter) => (sum * 31 + letter.codePointAt(0)!) % 360, 7);
