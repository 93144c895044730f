import { render } from 'preact';
import { browser } from 'wxt/browser';
import { Popup } from '../../components/popup';
import { openConnectedPage } from '../../lib/ui/open-connected-page';
import './style.css';

/** Jobs that have ended, in a list for a glance; the manager has all. */
const FINISHED = 100;

render(<Popup {...openConnectedPage(browser, 'popupTitle', { showsJobs: true, finished: FINISHED })} />, document.body);
