import { useMemo, useState } from 'preact/hooks';
import type { SiteConsent } from '../lib/protocol/ui';
import type { Action, Ask } from '../lib/ui/ask';
import type { BackgroundConnection } from '../lib/ui/background-connection';
import { sentenceFor } from '../lib/ui/call-failure';
import type { Row } from '../lib/ui/describe-job';
import type { AccessQuestion } from '../lib/ui/job-actions';
import type { Language } from '../lib/ui/language';
import type { SiteAccess } from '../lib/ui/site-access';

/** What a person does to jobs. The same object as long as the page lives. */
export interface JobHandlers {
  act(row: Row, action: Action): Promise<void>;
  answer(site: SiteConsent): void;
  open(row: Row): void;
  grant(question: AccessQuestion): void;
  all(call: 'pauseAll' | 'resumeAll'): void;
  removeRows(rows: readonly Row[]): void;
  /** Any other question; a failure is shown. */
  ask(question: Promise<unknown>): Promise<boolean>;
}

interface Removed {
  /** Says one removal from the next. */
  serial: number;
  rows: readonly Row[];
}

interface Jobs {
  handlers: JobHandlers;
  /** Why the last thing that was asked for did not happen. */
  failure: string | null;
  /** What was removed last, and may be brought back. */
  removed: Removed | null;
  undo(): Promise<void>;
  forget(): void;
}

export function useJobs(background: BackgroundConnection, language: Language, access: SiteAccess): Jobs {
  const [failure, setFailure] = useState<string | null>(null);
  const [removed, setRemoved] = useState<Removed | null>(null);

  const handlers = useMemo((): JobHandlers => {
    const ask = async (question: Promise<unknown>): Promise<boolean> => {
      setFailure(null);
      try {
        await question;
        return true;
      } catch (error) {
        setFailure(language.text(sentenceFor(error)));
        return false;
      }
    };
    const call = (asks: readonly Ask[]): Promise<boolean> => ask(Promise.all(asks.map(({ call, payload }) => background.call(call, payload))));
    const remove = async (rows: readonly Row[]): Promise<void> => {
      const done = await call(rows.map(({ job }): Ask => ({ call: 'remove', payload: { job } })));
      if (done) setRemoved((last) => ({ serial: (last?.serial ?? 0) + 1, rows }));
    };
    return {
      ask,
      act: async (row, action) => {
        if (action.icon === 'remove') await remove([row]);
        else await call(action.asks);
      },
      answer: ({ origin, consent }) => void call([{ call: 'setConsent', payload: { origin, consent } }]),
      open: ({ job }) => void call([{ call: 'click', payload: { job } }]),
      grant: ({ pattern }) => void ask(access.request(pattern)),
      all: (name) => void call([{ call: name, payload: null }]),
      removeRows: (rows) => void remove(rows),
    };
  }, [background, language, access]);

  return {
    handlers,
    failure,
    removed,
    undo: async () => {
      if (removed === null) return;
      setRemoved(null);
      await handlers.ask(Promise.all(removed.rows.map(({ job }) => background.call('restore', { job }))));
    },
    forget: () => setRemoved(null),
  };
}
