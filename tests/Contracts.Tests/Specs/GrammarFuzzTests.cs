using System.Globalization;
using System.Text;

namespace Helios.Contracts.Tests.Specs;

/// <summary>
/// What a user writes, and what is nearly that: no reader of a specification's texts fails in any way but by saying that it is none of them, and what one accepts
/// is written back as something that it reads as the same. Ten thousand texts each; HELIOS_LONG=1 takes a million.
/// </summary>
public sealed class GrammarFuzzTests
{
    private static readonly int s_count = Environment.GetEnvironmentVariable("HELIOS_LONG") == "1" ? 1_000_000 : 10_000;
    private static readonly string[] s_pieces =
    [
        "0", "1", "7", "9", "10", "64", "1000", "4294967294", "4294967295", "18446744073709551616", "99999999999999999999", "-1", "-", "+", ".", "..", ",", ":", "=", "%", "/", " ", "\t", "\0", "\n", "é", "７", "\u202e",
        "k", "K", "M", "G", "T", "B", "iB", "MiB", "MB", "ms", "s", "m", "h", "d", "w", "root", "www-data", "nobody", "NET_RAW", "CHOWN", "KILL", "SETUID", "cap_", "CAP_", "ALL", "all",
        "nofile", "core", "nproc", "unlimited", "TERM", "SIG", "KILL", "RTMIN", "RTMAX", "ro", "rw", "tmpfs", "size", "mode", "755", "1777", "0x10", "1e3", "Infinity", "NaN",
    ];

    private static readonly Dictionary<string, Func<string, (string Written, object Value)>> s_readers = new()
    {
        ["user"] = static text => Written(UserSpec.Parse(text)),
        ["capability"] = static text => (CapabilityName.Parse(text), CapabilityName.Parse(text)),
        ["limit"] = static text => Written(Rlimit.Parse(text)),
        ["signal"] = static text => Written(Signal.Parse(text)),
        ["mode"] = static text => (OctalMode.Of(OctalMode.Parse(text)), OctalMode.Parse(text)),
        ["processors"] = static text => Written(CpuSet.Parse(text)),
        ["amount"] = static text => (CpuAmount.Parse(text).Processors.ToString(CultureInfo.InvariantCulture), CpuAmount.Parse(text)),
        ["size"] = static text => (ByteSize.Parse(text).Bytes.ToString(CultureInfo.InvariantCulture), ByteSize.Parse(text)),
        ["duration"] = static text => (DurationText.Of(DurationText.Parse(text)), DurationText.Parse(text)),
        ["name"] = static text => Written(ContainerId.Parse(text)),
        ["mount"] = static text => (((FieldValue.Text)MountText.Of(MountText.Parse(new FieldValue.Text(text)))).Value, MountText.Parse(new FieldValue.Text(text))),
    };

    public static TheoryData<string> Grammars => [.. s_readers.Keys];

    [Theory]
    [MemberData(nameof(Grammars))]
    public void No_text_breaks_a_reader_and_what_it_accepts_means_one_thing(string grammar)
    {
        Func<string, (string Written, object Value)> read = s_readers[grammar];
        Random random = new(grammar.Length + 16);
        int accepted = 0;
        for (int i = 0; i < s_count; i++)
        {
            string text = Text(random);
            (string Written, object Value) first;
            try
            {
                first = read(text);
            }
            catch (FormatException refusal)
            {
                Assert.NotEmpty(refusal.Message);
                continue;
            }
            catch (Exception fault)
            {
                throw new InvalidOperationException($"'{Shown(text)}' breaks it", fault);
            }

            accepted++;

            // Blanks are nobody's harm, and a path may have any character.
            string bare = string.Concat(text.Where(static character => !char.IsWhiteSpace(character)));
            Assert.True(
                grammar == "mount" || (bare.All(static character => character is > ' ' and < '\x7f') && bare.Any(static character => char.IsAsciiLetterOrDigit(character) || character is '_' or '$')),
                $"'{Shown(text)}' is accepted as {first.Value}");
            Assert.True(first.Value.Equals(read(first.Written).Value), $"'{Shown(text)}' is {first.Value}, written as '{first.Written}' and that is {read(first.Written).Value}");
        }

        Assert.True(accepted > 0, "no text was accepted, so that nothing has been tried");
    }

    [Theory]
    [InlineData("CHOWN,KILL")]
    [InlineData("SETGID, KILL")]
    [InlineData(" CHOWN")]
    [InlineData("+7")]
    [InlineData("-0")]
    public void A_list_or_a_number_is_no_capability(string text) => Assert.Throws<FormatException>(() => CapabilityName.Parse(text));

    [Theory]
    [InlineData("-7=5")]
    [InlineData("+7=5")]
    [InlineData("nproc,fsize=5")]
    [InlineData(" nofile=5")]
    public void A_list_or_a_number_is_no_resource(string text) => Assert.Throws<FormatException>(() => Rlimit.Parse(text));

    [Fact]
    public void A_sign_alone_is_no_duration() => Assert.Throws<FormatException>(static () => DurationText.Parse("-"));

    private static (string Written, object Value) Written<T>(T value)
        where T : notnull
        => (value.ToString()!, value);

    private static string Text(Random random)
    {
        StringBuilder text = new();
        for (int left = random.Next(1, 6); left > 0; left--)
        {
            text.Append(random.Next(12) == 0 ? ((char)random.Next(0x250)).ToString() : s_pieces[random.Next(s_pieces.Length)]);
        }

        return text.ToString();
    }

    private static string Shown(string text) => string.Concat(text.Select(static character => character is >= ' ' and < '\x7f' ? character.ToString() : $"\\u{(int)character:x4}"));
}
