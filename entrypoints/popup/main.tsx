import { render } from 'preact';
import { browser } from 'wxt/browser';
import { Popup } from '../../components/popup';
import { documentSight } from '../../lib/ui/document-sight';
import { openPage } from '../../lib/ui/open-page';
import './style.css';

/** Jobs that have ended, in a list for a glance; the manager has all. */
const FINISHED = 100;

render(<Popup {...openPage(browser, 'popupTitle', { sight: documentSight, finished: FINISHED })} />, document.body);
