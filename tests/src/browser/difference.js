// By how much two pictures of one size differ where they differ most: 0 nowhere, 1 where a block is black in
// one and white in the other. Thin lines and letters, which each renderer draws a little different, weigh
// little in a block.
(async (drawn, expected) => {
  const BLOCK = 12;
  const load = async (address) => {
    const image = new Image();
    image.src = address;
    await image.decode();
    return image;
  };
  const [picture, reference] = [await load(drawn), await load(expected)];
  const [width, height] = [reference.naturalWidth, reference.naturalHeight];
  const sums = (image) => {
    const canvas = new OffscreenCanvas(width, height).getContext("2d");
    canvas.drawImage(image, 0, 0, width, height);
    const pixels = canvas.getImageData(0, 0, width, height).data;
    const across = Math.ceil(width / BLOCK);
    const blocks = new Array(across * Math.ceil(height / BLOCK) * 4).fill(0);
    pixels.forEach((value, index) => {
      const [x, y] = [(index >> 2) % width, Math.floor((index >> 2) / width)];
      blocks[(Math.floor(y / BLOCK) * across + Math.floor(x / BLOCK)) * 4 + (index & 3)] += value;
    });
    return blocks;
  };
  const [one, other] = [sums(picture), sums(reference)];
  return Math.max(...one.map((sum, index) => Math.abs(sum - other[index]))) / (BLOCK * BLOCK * 255);
})
