using Helios.Contracts;
using Microsoft.Win32.SafeHandles;
using System.Collections.Immutable;
namespace Helios.Cli;
internal static class BackendChoice { internal static IIsolationBackend Namespaces() => throw new CliException("no backend"); internal static string Syscalls(ContainerSpec s) => s.ToString(); }
internal sealed class TerminalSession : IDisposable { internal static TerminalSession Begin(IContainer c, SafeFileHandle m) => throw new CliException(""+c+m); internal void End() { } public void Dispose() { } }
internal sealed class DoctorVerb : Verb { internal DoctorVerb() : base("doctor", "Tries what this machine allows and names the fix for each lack") => Add([]);
 internal override string Usage => ""; internal override ImmutableArray<Example> Examples => []; internal override int Run(OptionValues o, ImmutableArray<string> r, CliConsole c) => r is [string w, ..] ? throw new CliException($"'{w}': this verb takes no arguments") : 0; }
