import { describeStates } from './support/states.ts';

describeStates(['landscape', 'enlarged']);
