// Something that a story asks and that cannot be done where and when it asks it: a mistake of the story, or a limit of
// the stage that it plays on.

/** Its message says what would be right, and holds no personal data. */
export class StoryProblem extends Error {
  override readonly name = 'StoryProblem';
}
