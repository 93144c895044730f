import type { JSX } from 'preact';
import type { Settings } from '../lib/protocol/settings';
import type { Language } from '../lib/ui/language';
import { CheckField } from './check-field';
import { ChoiceField } from './choice-field';
import { NumberField } from './number-field';

interface Props {
  settings: Settings;
  language: Language;
  onChange: (some: Partial<Settings>) => void;
  /** Firefox and Safari on a desktop tell nothing of the connection. */
  tellsMetered?: boolean;
}

const MB = 1_000_000;
/** Bytes a second: what a limit begins with. */
const FIRST_LIMIT = 5 * MB;

export const TransferSettings = ({ settings, language, onChange, tellsMetered = 'connection' in navigator }: Props): JSX.Element => {
  const { text } = language;
  return (
    <section class="panel" aria-labelledby="heading-transfers">
      <h2 id="heading-transfers">{text('transfersTitle')}</h2>
      <NumberField
        id="connections"
        label={text('connectionsLabel')}
        hint={text('connectionsHint')}
        min={1}
        max={48}
        value={settings.connections}
        onChange={(connections) => onChange({ connections })}
      />
      <NumberField
        id="per-host"
        label={text('perHostLabel')}
        hint={text('perHostHint')}
        min={1}
        max={6}
        value={settings.connectionsPerHost}
        onChange={(connectionsPerHost) => onChange({ connectionsPerHost })}
      />
      <CheckField label={text('limitLabel')} checked={settings.speedLimit !== null} onChange={(on) => onChange({ speedLimit: on ? FIRST_LIMIT : null })} />
      {settings.speedLimit !== null && (
        <NumberField
          id="limit"
          label={text('limitValueLabel')}
          hint={text('limitHint')}
          min={1}
          max={10_000}
          value={Math.max(1, Math.round(settings.speedLimit / MB))}
          onChange={(value) => onChange({ speedLimit: value * MB })}
        />
      )}
      <ChoiceField
        id="metered"
        label={text('meteredLabel')}
        hint={text(tellsMetered ? 'meteredHint' : 'meteredUnknown')}
        value={settings.onMetered}
        choices={[
          { value: 'go-on', label: text('meteredGoOn') },
          { value: 'pause', label: text('meteredPause') },
        ]}
        onChange={(onMetered) => onChange({ onMetered })}
      />
      <NumberField
        id="keep-days"
        label={text('keepDaysLabel')}
        hint={text('keepDaysHint')}
        min={1}
        max={90}
        value={settings.keepDays}
        onChange={(keepDays) => onChange({ keepDays })}
      />
    </section>
  );
};
