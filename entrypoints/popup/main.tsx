import { render } from 'preact';
import { browser } from 'wxt/browser';
import { Popup } from '../../components/popup';
import { openConnectedPage } from '../../lib/ui/open-connected-page';
import './style.css';

render(<Popup {...openConnectedPage(browser, 'popupTitle', { showsJobs: true })} />, document.body);
