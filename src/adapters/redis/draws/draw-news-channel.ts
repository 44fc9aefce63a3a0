/** On it, the processes that record draws name their activities, with commas between them. */
export const DRAW_NEWS_CHANNEL = 'cms:draw:news';
