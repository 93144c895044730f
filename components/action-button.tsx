import type { JSX } from 'preact';
import { useRef } from 'preact/hooks';
import type { Action } from '../lib/ui/ask';
import { Icon } from './icon';

interface Props {
  action: Action;
  /** Settles when the background has answered. */
  onAct: (action: Action) => Promise<void>;
  /** Shows the label beside the icon. */
  labelled?: boolean;
}

/** A button that asks once at a time. It is never disabled: a disabled button would lose the keyboard's focus. */
export const ActionButton = ({ action, onAct, labelled = false }: Props): JSX.Element => {
  const asking = useRef(false);
  const act = async (): Promise<void> => {
    if (asking.current) return;
    asking.current = true;
    try {
      await onAct(action);
    } finally {
      asking.current = false;
    }
  };
  return (
    <button
      type="button"
      class={labelled ? 'button' : 'action'}
      data-place={action.place}
      aria-label={action.name}
      title={labelled ? undefined : action.label}
      onClick={() => void act()}
    >
      <Icon name={action.icon} />
      {labelled && action.label}
    </button>
  );
};
