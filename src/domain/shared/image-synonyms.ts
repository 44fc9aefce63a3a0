/** Other names that authors write for `image`. */
export const imageSynonyms = [
  'img',
  'pic',
  'picture',
  'photo',
  'icon',
  'imageurl',
  'imgurl',
  'picurl',
  'thumbnail',
];
