import { mount } from '../mount.js';
import { Page } from '../page.js';

mount(<Page />);
