import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import type { Language } from '../lib/ui/language';

interface Props {
  /** Settles with the text as it is now. */
  collect: () => Promise<string>;
  language: Language;
}

/** What goes into a report of a fault, to be read before it is copied. */
export const DiagnosticsPanel = ({ collect, language }: Props): JSX.Element => {
  const [report, setReport] = useState<string | null>(null);
  const [copied, setCopied] = useState(false);
  const copy = async (): Promise<void> => {
    await navigator.clipboard.writeText(report ?? '');
    setCopied(true);
  };
  return (
    <section class="panel" aria-labelledby="heading-diagnostics">
      <h2 id="heading-diagnostics">{language.text('diagnosticsTitle')}</h2>
      <p class="facts">{language.text('diagnosticsText')}</p>
      {report !== null && <textarea class="report" readOnly rows={10} dir="ltr" aria-labelledby="heading-diagnostics" value={report} />}
      <div class="buttons">
        <button type="button" class="button" onClick={() => void collect().then(setReport).then(() => setCopied(false))}>
          {language.text('diagnosticsShow')}
        </button>
        {report !== null && (
          <button type="button" class="button" onClick={() => void copy()}>
            {language.text('diagnosticsCopy')}
          </button>
        )}
        <span role="status">{copied && language.text('diagnosticsCopied')}</span>
      </div>
    </section>
  );
};
