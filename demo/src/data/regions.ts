import type { Faker } from '@faker-js/faker';
import { faker as arabic } from '@faker-js/faker/locale/ar';
import { faker as czech } from '@faker-js/faker/locale/cs_CZ';
import { faker as german } from '@faker-js/faker/locale/de';
import { faker as austrian } from '@faker-js/faker/locale/de_AT';
import { faker as greek } from '@faker-js/faker/locale/el';
import { faker as british } from '@faker-js/faker/locale/en_GB';
import { faker as nigerian } from '@faker-js/faker/locale/en_NG';
import { faker as american } from '@faker-js/faker/locale/en_US';
import { faker as spanish } from '@faker-js/faker/locale/es';
import { faker as french } from '@faker-js/faker/locale/fr';
import { faker as italian } from '@faker-js/faker/locale/it';
import { faker as japanese } from '@faker-js/faker/locale/ja';
import { faker as korean } from '@faker-js/faker/locale/ko';
import { faker as polish } from '@faker-js/faker/locale/pl';
import { faker as brazilian } from '@faker-js/faker/locale/pt_BR';
import { faker as russian } from '@faker-js/faker/locale/ru';
import { faker as swedish } from '@faker-js/faker/locale/sv';
import { faker as turkish } from '@faker-js/faker/locale/tr';
import { faker as ukrainian } from '@faker-js/faker/locale/uk';
import { faker as vietnamese } from '@faker-js/faker/locale/vi';
import { faker as chinese } from '@faker-js/faker/locale/zh_CN';
import type { CountryCode } from 'libphonenumber-js';

/** Where a person of the sample lives: gives names in that script and mobile numbers of that country. */
export interface Region {
  readonly country: CountryCode;
  readonly language: string;
  readonly timeZone: string;
  readonly names: Faker;
  /** Country calling code. */
  readonly code: string;
  /** National mobile numbers, `#` a digit. */
  readonly mobiles: readonly string[];
  /** Of 100 people. */
  readonly share: number;
}

export const REGIONS: readonly Region[] = [
  {
    country: 'DE',
    language: 'de',
    timeZone: 'Europe/Berlin',
    names: german,
    code: '49',
    mobiles: ['170#######', '151########', '1761#######'],
    share: 26,
  },
  {
    country: 'AT',
    language: 'de',
    timeZone: 'Europe/Vienna',
    names: austrian,
    code: '43',
    mobiles: ['664#######', '6991#######'],
    share: 4,
  },
  {
    country: 'GB',
    language: 'en',
    timeZone: 'Europe/London',
    names: british,
    code: '44',
    mobiles: ['7400######'],
    share: 7,
  },
  // Exchange 555 with 01## is kept free for fiction.
  {
    country: 'US',
    language: 'en',
    timeZone: 'America/New_York',
    names: american,
    code: '1',
    mobiles: [
      '21255501##',
      '41555501##',
      '31255501##',
      '61755501##',
      '20655501##',
      '30555501##',
      '51255501##',
      '40455501##',
      '71355501##',
      '60255501##',
      '50355501##',
      '61555501##',
      '20255501##',
      '21555501##',
    ],
    share: 5,
  },
  {
    country: 'NG',
    language: 'en',
    timeZone: 'Africa/Lagos',
    names: nigerian,
    code: '234',
    mobiles: ['803#######', '816#######'],
    share: 3,
  },
  {
    country: 'FR',
    language: 'fr',
    timeZone: 'Europe/Paris',
    names: french,
    code: '33',
    mobiles: ['61#######', '75#######'],
    share: 7,
  },
  {
    country: 'ES',
    language: 'es',
    timeZone: 'Europe/Madrid',
    names: spanish,
    code: '34',
    mobiles: ['61#######', '65#######'],
    share: 5,
  },
  {
    country: 'IT',
    language: 'it',
    timeZone: 'Europe/Rome',
    names: italian,
    code: '39',
    mobiles: ['347#######', '328#######'],
    share: 5,
  },
  {
    country: 'BR',
    language: 'pt-BR',
    timeZone: 'America/Sao_Paulo',
    names: brazilian,
    code: '55',
    mobiles: ['1198#######', '2199#######'],
    share: 4,
  },
  {
    country: 'PL',
    language: 'pl',
    timeZone: 'Europe/Warsaw',
    names: polish,
    code: '48',
    mobiles: ['50#######', '60#######'],
    share: 4,
  },
  {
    country: 'CZ',
    language: 'cs',
    timeZone: 'Europe/Prague',
    names: czech,
    code: '420',
    mobiles: ['777######', '608######'],
    share: 2,
  },
  {
    country: 'SE',
    language: 'sv',
    timeZone: 'Europe/Stockholm',
    names: swedish,
    code: '46',
    mobiles: ['70#######', '73#######'],
    share: 2,
  },
  {
    country: 'TR',
    language: 'tr',
    timeZone: 'Europe/Istanbul',
    names: turkish,
    code: '90',
    mobiles: ['532#######', '505#######'],
    share: 3,
  },
  {
    country: 'RU',
    language: 'ru',
    timeZone: 'Europe/Moscow',
    names: russian,
    code: '7',
    mobiles: ['916#######', '903#######'],
    share: 3,
  },
  {
    country: 'UA',
    language: 'uk',
    timeZone: 'Europe/Kyiv',
    names: ukrainian,
    code: '380',
    mobiles: ['67#######', '50#######'],
    share: 3,
  },
  {
    country: 'GR',
    language: 'el',
    timeZone: 'Europe/Athens',
    names: greek,
    code: '30',
    mobiles: ['697#######', '694#######'],
    share: 3,
  },
  {
    country: 'AE',
    language: 'ar',
    timeZone: 'Asia/Dubai',
    names: arabic,
    code: '971',
    mobiles: ['50#######', '55#######'],
    share: 3,
  },
  {
    country: 'VN',
    language: 'vi',
    timeZone: 'Asia/Ho_Chi_Minh',
    names: vietnamese,
    code: '84',
    mobiles: ['90#######', '91#######'],
    share: 2,
  },
  {
    country: 'CN',
    language: 'zh-CN',
    timeZone: 'Asia/Shanghai',
    names: chinese,
    code: '86',
    mobiles: ['138########', '139########'],
    share: 4,
  },
  {
    country: 'JP',
    language: 'ja',
    timeZone: 'Asia/Tokyo',
    names: japanese,
    code: '81',
    mobiles: ['90########', '80########'],
    share: 3,
  },
  {
    country: 'KR',
    language: 'ko',
    timeZone: 'Asia/Seoul',
    names: korean,
    code: '82',
    mobiles: ['102#######', '103#######', '105#######'],
    share: 2,
  },
];

/** `share` of each region, spread evenly over a run of 100. */
export const REGION_OF_HUNDRED: readonly Region[] = spread(REGIONS);

function spread(regions: readonly Region[]): Region[] {
  return regions
    .flatMap((region) =>
      Array.from({ length: region.share }, (_, index) => ({ region, at: (index + 0.5) / region.share })),
    )
    .sort((a, b) => a.at - b.at)
    .map(({ region }) => region);
}
