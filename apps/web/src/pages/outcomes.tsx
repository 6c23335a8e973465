import { mount } from '../mount.js';
import { OutcomesPage } from '../statistics/outcomes-page.js';

mount(<OutcomesPage />);
