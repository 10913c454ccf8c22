import type { Text } from '../messages/language.ts';

/** What the templates call their nodes. */
export const words = {
  image: { en: 'Image', zh: '图像' },
  encode: { en: 'Encode', zh: '编码层' },
  decode: { en: 'Decode', zh: '解码层' },
  code: { en: 'Code', zh: '编码' },
  sparseCode: { en: 'Sparse code', zh: '稀疏编码' },
  posterior: { en: 'Posterior', zh: '后验' },
  mean: { en: 'Mean', zh: '均值' },
  logVariance: { en: 'Log-variance', zh: '对数方差' },
  logStd: { en: 'Log-std', zh: '对数标准差' },
  pixels: { en: 'Pixels', zh: '像素' },
  reconstruction: { en: 'Reconstruction', zh: '重构' },
  negativeElbo: { en: 'Negative ELBO', zh: '负 ELBO' },
  betaVaeLoss: { en: 'β-VAE loss', zh: 'β-VAE 损失' },
  noise: { en: 'Noise', zh: '噪声' },
  digit: { en: 'Digit', zh: '数字' },
  classes: { en: 'Classes', zh: '类别' },
} as const satisfies Record<string, Text>;

/** What the templates call their groups, by id. */
export const groupTitles = {
  encoder: { en: 'Encoder', zh: '编码器' },
  decoder: { en: 'Decoder', zh: '解码器' },
} as const satisfies Record<string, Text>;

export type GroupId = keyof typeof groupTitles;
export const groupIds: readonly GroupId[] = ['encoder', 'decoder'];
