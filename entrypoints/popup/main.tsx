import { render } from 'preact';
import { browser } from 'wxt/browser';
import { Popup } from '../../components/popup';
import { openPage } from '../../lib/ui/open-page';
import './style.css';

render(<Popup {...openPage(browser, 'popupTitle')} />, document.body);
