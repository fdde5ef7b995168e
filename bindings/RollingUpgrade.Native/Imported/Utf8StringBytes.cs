namespace RollingUpgrade.Native.Generated;

/// <summary>Adds to the generated type what documents need: their bytes, without a detour over UTF-16.</summary>
public partial class Utf8String
{
    internal unsafe byte[] ToBytes()
    {
        return new ReadOnlySpan<byte>((void*)_ptr, checked((int)_len)).ToArray();
    }
}
