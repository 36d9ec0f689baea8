// The ids of the committed pacts. A bank keeps an inquiryId for two days and answers a repeat with what has become of
// it, so whoever verifies puts a mark of its own in place of this one, throughout a pact, or the second run of a day
// would meet the first one's inquiries.

/** In every inquiryId of a pact, and nowhere else in it. */
export const RUN_MARK = 'run00000';

/** The mark of one run. @throws where it is not as long as ours: ids have a limit */
export const markedWith = (pactText: string, mark: string): string => {
  if (!/^[A-Za-z0-9]{8}$/.test(mark)) throw new Error(`the mark of a run is ${RUN_MARK.length} letters or digits`);
  return pactText.replaceAll(RUN_MARK, mark);
};
