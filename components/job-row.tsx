import { Component, type ComponentChildren, type JSX } from 'preact';
import type { Action } from '../lib/ui/ask';
import type { Row } from '../lib/ui/describe-job';
import { ActionButton } from './action-button';
import { AnswerButtons } from './answer-buttons';
import { Facts } from './facts';
import { JobFace } from './job-face';
import { JobProgress } from './job-progress';
import { SavingLine } from './saving-line';
import type { JobHandlers } from './use-jobs';

interface Props {
  row: Row;
  handlers: JobHandlers;
  /** What a page shows below the job; drawn again with it. */
  more?: ((row: Row) => ComponentChildren) | undefined;
}

/** One job. Drawn again only when its row is another object. */
export class JobRow extends Component<Props> {
  override shouldComponentUpdate(next: Props): boolean {
    return next.row !== this.props.row || next.more !== this.props.more;
  }

  override render({ row, handlers, more }: Props): JSX.Element {
    const [titleId, noteId] = [`title-${row.job}`, `note-${row.job}`];
    const act = (action: Action): Promise<void> => handlers.act(row, action);
    return (
      <li class="job" data-job={row.job} data-section={row.section} data-tone={row.note?.tone}>
        <JobFace icon={row.icon} origin={row.origin} />
        <h4 id={titleId}>
          <button type="button" class="title" dir="auto" title={row.title} onClick={() => handlers.open(row)}>
            {row.title}
          </button>
        </h4>
        <div class="actions">
          {row.actions.map((action) => (
            <ActionButton key={action.place} action={action} onAct={act} />
          ))}
        </div>
        <div class="state">
          <JobProgress progress={row.progress} labelledBy={titleId} />
          <Facts facts={row.facts} />
          {row.note && (
            <p id={noteId} class="note">
              {row.note.text}
            </p>
          )}
          <AnswerButtons answers={row.answers} labelledBy={noteId} onAnswer={handlers.answer} />
          {row.access && (
            <button type="button" class="button primary" aria-label={row.access.name} onClick={() => handlers.grant(row.access!)}>
              {row.access.label}
            </button>
          )}
          {row.full && row.direct && <ActionButton action={row.direct} onAct={act} labelled />}
          {row.saving && <SavingLine saving={row.saving} id={`saving-${row.job}`} onAct={act} />}
          {more?.(row)}
        </div>
      </li>
    );
  }
}
