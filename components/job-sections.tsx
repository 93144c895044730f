import type { ComponentChildren, JSX } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import type { Row, Section } from '../lib/ui/describe-job';
import { bySection } from '../lib/ui/job-list';
import type { Language, MessageKey } from '../lib/ui/language';
import { JobRow } from './job-row';
import { SectionButton } from './section-button';
import type { JobHandlers } from './use-jobs';

const HEADINGS: Record<Section, MessageKey> = { running: 'sectionRunning', waiting: 'sectionWaiting', finished: 'sectionFinished' };

interface Props {
  rows: readonly Row[];
  handlers: JobHandlers;
  language: Language;
  more?: (row: Row) => ComponentChildren;
}

/** Rows in the first drawing: more than a popup has room for. It is there at once; the rest comes right after it. */
const FIRST = 16;

const firstOf = (rows: readonly Row[]): Row[] =>
  bySection(rows)
    .flatMap(([, sites]) => sites.flatMap(({ rows }) => rows))
    .slice(0, FIRST);

/** Jobs by their state, and in it by their site. */
export const JobSections = ({ rows, handlers, language, more }: Props): JSX.Element => {
  const [whole, setWhole] = useState(rows.length <= FIRST);
  useEffect(() => {
    const timer = setTimeout(() => setWhole(true));
    return () => clearTimeout(timer);
  }, []);
  return (
    <>
      {bySection(whole ? rows : firstOf(rows)).map(([section, sites]) => (
        <section key={section} aria-labelledby={`heading-${section}`}>
          <div class="section-head">
            <h2 id={`heading-${section}`}>{language.text(HEADINGS[section])}</h2>
            <SectionButton section={section} rows={sites.flatMap(({ rows }) => rows)} handlers={handlers} language={language} />
          </div>
          {sites.map(({ site, name, rows }) => (
            <div key={site} class="card">
              <h3 class="site-name">
                <bdi>{name}</bdi>
              </h3>
              <ul>
                {rows.map((row) => (
                  <JobRow key={row.job} row={row} handlers={handlers} more={more} />
                ))}
              </ul>
            </div>
          ))}
        </section>
      ))}
    </>
  );
};
