/** The trend column: so far back, in so many points. */
export const trendSeconds = 900;
export const trendPoints = 15;
export const trendStepSeconds = trendSeconds / trendPoints;
