uint plus(uint bits, float value) {
  return floatBitsToUint(uintBitsToFloat(bits) + value);
}
