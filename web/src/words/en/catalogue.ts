import type { Words } from '../words.ts';
import { chances } from './chances.ts';
import { deliveries } from './deliveries.ts';
import { promotion } from './promotion.ts';
import { result } from './result.ts';
import { screens } from './screens.ts';
import { sheets } from './sheets.ts';
import { stages } from './stages.ts';

export const en: Words = { chances, deliveries, promotion, result, screens, sheets, stages };
