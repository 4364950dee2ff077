package extract

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"runtime/debug"
	"strings"
	"sync"

	"github.com/klippa-app/go-pdfium"
	pdferrors "github.com/klippa-app/go-pdfium/errors"
	"github.com/klippa-app/go-pdfium/references"
	"github.com/klippa-app/go-pdfium/requests"
	"github.com/klippa-app/go-pdfium/webassembly"
	"github.com/tetratelabs/wazero"
	"github.com/tetratelabs/wazero/api"
	"github.com/tetratelabs/wazero/experimental"

	"stablefutures/internal/problem"
)

// sandboxPages is the memory one PDF may use, in pages of 64 KB: 256 MB.
const sandboxPages = 4096

// busy lets one PDF be open at a time in this process: a second one waits, so that ten uploads cannot take 2.5 GB.
var busy = make(chan struct{}, 1)

// cacheDir is where PDFium's machine code is kept between uses; "" means os.UserCacheDir, "-" nowhere.
var cacheDir struct {
	sync.Mutex
	name string
}

// UseCache says where PDFium's machine code (about 20 MB) is kept from one PDF to the next. Without it each PDF takes
// some seconds longer. The folder must be writable by this user alone: what lies there is run. "-" keeps nothing; until it
// is called the user's own cache folder is used where there is one.
func UseCache(dir string) {
	cacheDir.Lock()
	defer cacheDir.Unlock()
	cacheDir.name = dir
}

// codeCache opens the folder for machine code; nil when there is none to be had, which only costs time.
func codeCache() wazero.CompilationCache {
	cacheDir.Lock()
	defer cacheDir.Unlock()
	dir := cacheDir.name
	if dir == "-" {
		return nil
	}
	if dir == "" {
		user, err := os.UserCacheDir()
		if err != nil {
			return nil
		}
		dir = filepath.Join(user, "stablefutures", "pdfium")
	}
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil
	}
	cache, err := wazero.NewCompilationCacheWithDir(dir)
	if err != nil {
		return nil
	}
	return cache
}

// document is one open PDF in a sandbox of its own.
type document struct {
	pdfium.Pdfium
	ref   references.FPDF_DOCUMENT
	pages int
}

// withPDF opens a PDF in a fresh sandbox, does something with it, and takes the sandbox down, so that nothing of one
// file reaches the next and an idle server holds no memory for it. The sandbox has no files, network, environment or
// clock; scripts in the file are not run (this PDFium has no engine for them). When ctx ends, the sandbox stops at once.
func withPDF(ctx context.Context, b []byte, do func(d *document) error) (err error) {
	select {
	case busy <- struct{}{}:
		defer func() {
			debug.FreeOSMemory() // what the sandbox held goes back at once, not when Go next tidies up
			<-busy
		}()
	case <-ctx.Done():
		return ctx.Err()
	}
	defer func() {
		if p := recover(); p != nil { // the library panics when the sandbox goes away under it
			err = failed(ctx, fmt.Errorf("the sandbox broke: %v", p))
		}
	}()
	config := wazero.NewRuntimeConfig().
		WithCoreFeatures(api.CoreFeaturesV2 | experimental.CoreFeaturesExceptionHandling).
		WithMemoryLimitPages(sandboxPages).
		WithCloseOnContextDone(true)
	if cache := codeCache(); cache != nil {
		defer cache.Close(context.WithoutCancel(ctx))
		config = config.WithCompilationCache(cache)
	}
	pool, err := webassembly.Init(webassembly.Config{
		Context: ctx, MaxTotal: 1, RuntimeConfig: config,
		FSConfig: wazero.NewFSConfig(), // an empty one: without it the library mounts the whole disk
		Stdout:   io.Discard, Stderr: io.Discard,
	})
	if err != nil {
		return failed(ctx, fmt.Errorf("start pdfium: %w", err))
	}
	defer pool.Close()
	instance, err := pool.GetInstanceWithContext(ctx)
	if err != nil {
		return failed(ctx, fmt.Errorf("start pdfium: %w", err))
	}
	d := &document{Pdfium: instance}
	if err := d.open(b); err != nil {
		return failed(ctx, err)
	}
	if err := do(d); err != nil {
		return failed(ctx, err)
	}
	return nil
}

// open loads the file and looks at its size.
func (d *document) open(b []byte) error {
	file, err := d.OpenDocument(&requests.OpenDocument{File: &b})
	switch {
	case errors.Is(err, pdferrors.ErrPassword), errors.Is(err, pdferrors.ErrSecurity):
		return problem.Wrap(err, problem.Invalid, "extract.locked")
	case err != nil:
		return problem.Wrap(err, problem.Invalid, "extract.damaged")
	}
	d.ref = file.Document
	count, err := d.FPDF_GetPageCount(&requests.FPDF_GetPageCount{Document: d.ref})
	if err != nil {
		return problem.Wrap(err, problem.Invalid, "extract.damaged")
	}
	if d.pages = count.PageCount; d.pages > MaxPages {
		return problem.New(problem.Invalid, "extract.pages", "pages", d.pages, "max", MaxPages)
	}
	if d.pages < 1 {
		return problem.New(problem.Invalid, "extract.damaged")
	}
	return nil
}

// failed tells apart a reader who gave up, a problem already named, and a file that PDFium could not bear.
func failed(ctx context.Context, err error) error {
	var known *problem.Error
	switch {
	case ctx.Err() != nil:
		return fmt.Errorf("read a PDF: %w", errors.Join(ctx.Err(), err))
	case errors.As(err, &known) && !strings.Contains(err.Error(), "wasm error"):
		return err // named already, and the sandbox still stands
	}
	return problem.Wrap(err, problem.Invalid, "extract.too_heavy")
}
