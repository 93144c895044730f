import type { ComponentChildren, JSX } from 'preact';
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

/** Jobs by their state, and in it by their site. */
export const JobSections = ({ rows, handlers, language, more }: Props): JSX.Element => (
  <>
    {bySection(rows).map(([section, sites]) => (
      <section key={section} aria-labelledby={`heading-${section}`}>
        <div class="section-head">
          <h2 id={`heading-${section}`}>{language.text(HEADINGS[section])}</h2>
          <SectionButton section={section} rows={sites.flatMap(({ items }) => items)} handlers={handlers} language={language} />
        </div>
        {sites.map(({ site, items }) => (
          <div key={site} class="card" style={{ '--jobs': items.length }}>
            <h3 class="site-name">
              <bdi>{items[0]!.origin}</bdi>
            </h3>
            <ul>
              {items.map((row) => (
                <JobRow key={row.job} row={row} handlers={handlers} more={more} />
              ))}
            </ul>
          </div>
        ))}
      </section>
    ))}
  </>
);
