using Xunit;

namespace Helios.Support;

/// <summary>Machine code that a product embeds beside its listing.</summary>
public static class AssembledListing
{
    /// <summary>Fails when the bytes are not what the listing assembles to; skips where there is no assembler for it.</summary>
    /// <param name="code">The embedded bytes, as hexadecimal digits.</param>
    /// <param name="listing">Where the listing is, from the top of the tree.</param>
    public static void IsEmbeddedAs(string code, params string[] listing)
    {
        Needs.X64();
        Needs.Tool("as");
        Needs.Tool("objcopy");
        using TempTree temp = new();
        Tool.Run("as", "-o", temp.At("code.o"), Repository.PathOf(listing)).Expect();
        Tool.Run("objcopy", "-O", "binary", "-j", ".text", temp.At("code.o"), temp.At("code.bin")).Expect();
        Assert.Equal(Convert.ToHexString(File.ReadAllBytes(temp.At("code.bin"))), code);
    }
}
