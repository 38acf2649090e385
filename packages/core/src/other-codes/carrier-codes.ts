import { carrierCode, type CarrierCode } from '../tracking/carrier-code.ts';
import { shownCode, type CodeFacts, type OtherCode, type Said } from './other-code.ts';

function carrierSays({ text, aim_id }: CodeFacts, what: CarrierCode['what']): Said | null {
  const found = carrierCode(text, aim_id);
  return found?.what === what ? { sure: found.sure, params: { text: shownCode(text), carrier: found.carrier } } : null;
}

/** Intelligent Mail: twenty digits, or with a postal code behind them. */
const MAIL = /^\d{20}(?:\d{5}|\d{9}|\d{11})?$/u;

/** What carriers print. At the shipping step a tracking number is what is wanted. */
export const CARRIER_CODES: readonly OtherCode[] = [
  {
    id: 'code.tracking-number',
    says: (facts) => carrierSays(facts, 'tracking-number'),
    when: "a carrier's tracking number whose check digit holds (UPS 1Z, postal S10, FedEx's 34 or 22 digits, USPS behind 420 or by AIM id), but not at the shipping step",
    is_tracking: true,
  },
  {
    id: 'code.carrier-sorting',
    says: (facts) => {
      const { text, aim_id, symbology } = facts;
      const isMail = aim_id?.startsWith(']X') === true && MAIL.test(text);
      if (isMail || symbology === 'maxicode') return { sure: true, params: { text: shownCode(text) } };
      return carrierSays(facts, 'square-code') ?? carrierSays(facts, 'postal-code');
    },
    when: "a code for the carrier's sorting machines: MaxiCode, postal codes and Intelligent Mail by AIM id, PDF417 of a transport label (ISO 15434 format 01)",
  },
];
