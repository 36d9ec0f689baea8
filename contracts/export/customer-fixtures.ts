// The contract's customers with the truth about them (customers.json of the export): who they are, what the bank has,
// what is asked, and what the answer must be.
import { CONTRACT_CUSTOMERS, expectedAnswer } from '../customers.ts';

export const customerFixtures = () =>
  Object.entries(CONTRACT_CUSTOMERS).map(([name, customer]) => ({
    name,
    customer,
    inquiry: {
      inquiryId: `fixture-${name}`,
      consentId: `consent-${name}`,
      customer: { name: customer.name, idType: '01', idNumber: customer.idNumber, mobile: customer.mobile },
    },
    /** Cards in any order; counts in this one. */
    answer: expectedAnswer(customer),
  }));
