using System.ComponentModel;
using System.Diagnostics;
using FsCheck.Fluent;

namespace Helios.MessagePack.Tests.Python;

/// <summary>What we write Debian's python3-msgpack reads and writes again identically, and the other way round.</summary>
public class ExchangeTests
{
    private const string Interpreter = "/usr/bin/python3";

    [Fact]
    public async Task Python_reads_what_we_write_and_writes_the_same_bytes()
    {
        await SkipWithoutMsgpack();
        object?[] values = [.. AnyValue.ForPython.Sample(300, 40)];
        byte[][] encoded = [.. values.Select(AnyValue.Encode)];

        string[] answers = await Run(["check"], string.Join('\n', encoded.Select(Convert.ToHexStringLower)));

        Assert.Equal(values.Length, answers.Length);
        for (int i = 0; i < values.Length; i++)
        {
            Assert.Equal($"{AnyValue.Describe(values[i])} {Convert.ToHexStringLower(encoded[i])}", answers[i]);
        }
    }

    [Fact]
    public async Task We_read_what_python_writes_and_write_the_same_bytes()
    {
        await SkipWithoutMsgpack();

        string[] answers = await Run(["make", "4", "300"], "");

        Assert.Equal(300, answers.Length);
        foreach (string answer in answers)
        {
            string[] parts = answer.Split(' ');
            MessagePackReader reader = new(Convert.FromHexString(parts[0]));
            object? value = AnyValue.Read(ref reader);
            Assert.True(reader.End);
            Assert.Equal(parts[1], AnyValue.Describe(value));
            Assert.Equal(parts[0], Convert.ToHexStringLower(AnyValue.Encode(value)));
        }
    }

    private static async Task SkipWithoutMsgpack()
    {
        try
        {
            using Process python = Start(["-c", "import msgpack"]);
            await python.WaitForExitAsync(TestContext.Current.CancellationToken);
            Assert.SkipUnless(python.ExitCode == 0, "needs Debian's python3-msgpack");
        }
        catch (Win32Exception)
        {
            Assert.Skip($"needs {Interpreter}");
        }
    }

    private static async Task<string[]> Run(string[] arguments, string input)
    {
        using Stream resource = typeof(ExchangeTests).Assembly.GetManifestResourceStream("exchange.py")!;
        using StreamReader script = new(resource);
        using Process python = Start(["-c", await script.ReadToEndAsync(), .. arguments]);
        Task<string> output = python.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        Task<string> errors = python.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await python.StandardInput.WriteAsync(input);
        python.StandardInput.Close();
        string answer = await output;
        await python.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.True(python.ExitCode == 0, await errors);
        return answer.Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }

    private static Process Start(string[] arguments)
        => Process.Start(new ProcessStartInfo(Interpreter, arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
}
